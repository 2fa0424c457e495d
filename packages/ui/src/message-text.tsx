import { useMemo } from 'react';
import { textParts } from './text-parts.ts';

/** A text as it was written, with its addresses to be followed; all else is text and nothing more. */
export function MessageText({ text }: { text: string }) {
  const parts = useMemo(() => textParts(text), [text]);
  return (
    <p className="message-text" dir="auto">
      {parts.map(({ at, text: shown, href }) =>
        href === undefined ? (
          shown
        ) : (
          <a key={at} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {shown}
          </a>
        ),
      )}
    </p>
  );
}
