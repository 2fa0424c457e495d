/** Single keys, by the action that they do; a person may choose others. */
export const defaultShortcuts: Readonly<Record<string, string>> = {
  'list.next': 'j',
  'list.previous': 'k',
  'conversation.reply': 'r',
  'conversation.close': 'e',
  'conversation.closeAndNext': 'E',
  'conversation.reopen': 'o',
  'conversation.pending': 'p',
  'conversation.assignToMe': 'a',
  'conversation.assignTo': 'g',
  'conversation.priority': 'y',
  'list.select': 'x',
  'list.undo': 'z',
  'list.search': '/',
  'console.help': '?',
};

/** What a person chose; an empty key takes the action's own one away. */
export type OwnShortcuts = Readonly<Record<string, string>>;

export interface Pressed {
  key: string;
  /** The place on the keyboard, as `KeyJ`. */
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  /** A field has the focus, or a dialog is open. */
  isTaken: boolean;
}

/** The action that a key does now; undefined when it is for somebody else. */
export function actionOf(pressed: Pressed, own: OwnShortcuts): string | undefined {
  const { ctrlKey, metaKey, altKey, isComposing, isTaken } = pressed;
  // AltGr, with which some languages write, comes as Ctrl and Alt.
  if (ctrlKey || metaKey || altKey || isComposing || isTaken) return undefined;
  const keys = keysOf(own);
  return [pressed.key, latinOf(pressed)].map((key) => keys.find(([, wanted]) => wanted === key)?.[0]).find(Boolean);
}

/** The key of an action as it stands now; undefined when it has none. */
export function keyOf(action: string, own: OwnShortcuts): string | undefined {
  const key = keysOf(own).find(([one]) => one === action)?.[1];
  return key && ownerOf(key, own) === action ? key : undefined;
}

/** `own` with this key for this action: whichever action had it is left with none. */
export function withKey(action: string, key: string, own: OwnShortcuts): OwnShortcuts {
  const owner = key === '' ? undefined : ownerOf(key, own);
  const freed = owner === undefined || owner === action ? {} : { [owner]: '' };
  return { ...own, ...freed, [action]: key };
}

/** Which action a key does; undefined for none. */
export function ownerOf(key: string, own: OwnShortcuts): string | undefined {
  return keysOf(own).find(([, wanted]) => wanted === key)?.[0];
}

/** What a person chose comes before an action that has the same key by itself. */
function keysOf(own: OwnShortcuts): [action: string, key: string][] {
  return Object.entries({ ...own, ...defaultShortcuts, ...own }).filter(([, key]) => key !== '');
}

/** On a keyboard of another script: what stands in this place on a Latin one. */
export function latinOf({ key, code, shiftKey }: Pick<Pressed, 'key' | 'code' | 'shiftKey'>): string {
  if (/^[\x20-\x7e]$/.test(key)) return key;
  if (code === 'Slash') return shiftKey ? '?' : '/';
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (!letter) return key;
  return shiftKey ? letter : letter.toLowerCase();
}
