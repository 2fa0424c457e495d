/** Closes the sheet that lies on top, as Escape does; false when there is none. A way back closes it before it leads away. */
export function closeSheet(): boolean {
  const sheet = [...document.querySelectorAll('dialog[open]')].at(-1);
  sheet?.dispatchEvent(new Event('cancel', { cancelable: true }));
  return sheet !== undefined;
}
