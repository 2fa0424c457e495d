import type { ReactNode } from 'react';

/** What a screen says when it has nothing to show, and what can be done about it. */
export function StateOfScreen({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state-of-screen">
      <p className="state-title">{title}</p>
      {children}
    </div>
  );
}
