import { shownName } from './shown-text.ts';

/** What somebody is called, or called something: whatever is in it, its neighbours stay where they are. */
export function Name({ of }: { of: string | null | undefined }) {
  return <bdi>{shownName(of ?? '')}</bdi>;
}
