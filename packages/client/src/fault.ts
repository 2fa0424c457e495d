/** Something that must not happen and that the client lives with. Holds no text of a message and no token. */
export interface Fault {
  what: 'event-does-not-fit' | 'unknown-event' | 'answer-does-not-fit' | 'storage-failed' | 'listener-failed';
  /** The event, the call or the operation. */
  name: string;
  detail: string;
}

export type OnFault = (fault: Fault) => void;

/** The places where a value does not fit, without the value. */
export function misfits(issues: readonly { path: readonly PropertyKey[]; code?: string | undefined }[]): string {
  return issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.map(String).join('.')}: ${code}`)
    .join(', ');
}
