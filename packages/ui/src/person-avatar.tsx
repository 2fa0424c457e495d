import './person-avatar.css';
import type { CSSProperties } from 'react';
import { shownName } from './shown-text.ts';

type Size = CSSProperties & { '--avatar-size': string };

/** Initials, with a dot while the person is there. What it shows stands beside it as text, so it is hidden from readers. */
export function PersonAvatar({ name, online, size = 36 }: { name: string; online?: boolean; size?: number }) {
  const style: Size = { '--avatar-size': `${size}px` };
  return (
    <span className="avatar" style={style} aria-hidden>
      <span className="initials" data-initials={initialsOf(name)} />
      {online && <span className="avatar-online" />}
    </span>
  );
}

export function initialsOf(name: string): string {
  const words = shownName(name).trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return `${first}${last}`.toUpperCase();
}
