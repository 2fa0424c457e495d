/** Single keys, by the action that they do; a person may choose others. */
export const defaultShortcuts: Readonly<Record<string, string>> = {
  'list.next': 'j',
  'list.previous': 'k',
  'conversation.reply': 'r',
  'conversation.close': 'e',
  'conversation.reopen': 'o',
  'conversation.pending': 'p',
  'conversation.assignToMe': 'a',
  'conversation.closeAndNext': 'E',
  'conversation.assignTo': 'g',
  'conversation.priority': 'y',
  'list.select': 'x',
  'list.undo': 'z',
  'list.search': '/',
};

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  /** A field has the focus, or a dialog is open. */
  isTaken: boolean;
}

/** The action that a key does now; undefined when it is for somebody else. */
export function actionOf(pressed: Pressed, own: Readonly<Record<string, string>>): string | undefined {
  const { key, ctrlKey, metaKey, altKey, isComposing, isTaken } = pressed;
  // AltGr, with which some languages write, comes as Ctrl and Alt.
  if (ctrlKey || metaKey || altKey || isComposing || isTaken) return undefined;
  // What a person chose comes before an action that has the same key by itself.
  return Object.entries({ ...own, ...defaultShortcuts, ...own }).find(([, wanted]) => wanted === key)?.[0];
}
