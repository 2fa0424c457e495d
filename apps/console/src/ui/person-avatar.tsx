import { Avatar, Indicator } from '@mantine/core';

/** Initials, with a dot while the person is there. What it shows stands beside it as text, so it is hidden from readers. */
export function PersonAvatar({ name, online, size = 36 }: { name: string; online?: boolean; size?: number }) {
  return (
    <Indicator
      aria-hidden
      disabled={!online}
      color="var(--lc-online)"
      position="bottom-end"
      offset={4}
      size={11}
      withBorder
      inline
    >
      <Avatar size={size} radius="xl" variant="filled" color="var(--lc-accent-soft)">
        <span className="initials">{initialsOf(name)}</span>
      </Avatar>
    </Indicator>
  );
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '?';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return `${first}${last}`.toUpperCase();
}
