const comment = /^\/\* ([a-z-]+) \*\//;

/** A statement can begin with its name in a comment: `/* write-messages *\/ …`. */
export function nameOf(statement: string): string | undefined {
  return comment.exec(statement)?.[1];
}
