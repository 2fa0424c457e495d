import { LinkifyIt } from 'linkify-it';
import { Fragment } from 'react';

const links = new LinkifyIt({ fuzzyEmail: false, fuzzyIP: false });
const safe = /^https?:/i;

/** A text as it was written, with its addresses to be followed; all else is text and nothing more. */
export function MessageText({ text }: { text: string }) {
  const found = (links.match(text) ?? []).filter(({ url }) => safe.test(url));
  let at = 0;
  const parts = found.map(({ index, lastIndex, url, raw }) => {
    const before = text.slice(at, index);
    at = lastIndex;
    return (
      <Fragment key={index}>
        {before}
        <a href={url} target="_blank" rel="noopener noreferrer nofollow">
          {raw}
        </a>
      </Fragment>
    );
  });
  return (
    <p className="message-text" dir="auto">
      {parts}
      {text.slice(at)}
    </p>
  );
}
