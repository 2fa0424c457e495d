import { useObservable } from '@livechat/ui/use-observable';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { actionOf, latinOf } from '../../console/shortcuts.ts';
import { useInTurn } from './use-in-turn.ts';
import { useNavigationActions } from './use-navigation-actions.ts';

const loadCommandBar = () => import('./command-bar.tsx');
const CommandBar = lazy(async () => ({ default: (await loadCommandBar()).CommandBar }));
const ShortcutHelp = lazy(async () => ({ default: (await import('./shortcut-help.tsx')).ShortcutHelp }));

/** Keys do what is offered now; Ctrl-K or Cmd-K lists it, `?` shows the keys. */
export function Shortcuts() {
  const { t } = useTranslation('commandBar');
  const { actions, settings } = useConsole();
  const { shortcutsOn, shortcuts } = useObservable(settings);
  const [open, setOpen] = useState<'commands' | 'help'>();
  /** What is typed while the bar is on its way is for it, and for nothing else. */
  const typed = useRef('');

  useNavigationActions();
  useActions(actions, [
    { id: 'console.commands', section: 'navigation', label: t('commands'), run: () => setOpen('commands') },
    { id: 'console.help', section: 'navigation', label: t('shortcuts'), run: () => setOpen('help') },
  ]);
  const inTurn = useInTurn();

  useEffect(() => {
    // One that does not come now is asked for again when it is wanted.
    const timer = setTimeout(() => loadCommandBar().catch(() => undefined), quietMs);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    // The key that closes a menu is not one for what is behind it: looked at before anything has been done about it.
    let wasDialogOpen = false;
    const look = () => {
      wasDialogOpen = isDialogOpen();
    };
    const press = (event: KeyboardEvent) => {
      if (opensCommands(event)) {
        event.preventDefault();
        if (!isDialogOpen()) setOpen('commands');
        return;
      }
      const { key, code, shiftKey, ctrlKey, metaKey, altKey, isComposing } = event;
      const isTaken = wasDialogOpen || isForOthers(event.target);
      const pressed = { key, code, shiftKey, ctrlKey, metaKey, altKey, isComposing, isTaken };
      const action = shortcutsOn ? actionOf(pressed, shortcuts) : undefined;
      if (action === undefined) return;
      event.preventDefault();
      // When its turn comes, an earlier key may have opened something that letters go to.
      inTurn(() => !isForOthers(document.activeElement) && actions.run(action));
    };
    addEventListener('keydown', look, true);
    addEventListener('keydown', press);
    return () => {
      removeEventListener('keydown', look, true);
      removeEventListener('keydown', press);
    };
  }, [actions, shortcuts, shortcutsOn, inTurn]);

  const typedSoFar = useCallback(() => typed.current, []);
  const close = useCallback(() => {
    typed.current = '';
    setOpen(undefined);
  }, []);
  useEffect(() => {
    if (!open) return;
    // Before all others: Enter in a half-written message would send it.
    const hold = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (isDialogOpen() || ctrlKey || metaKey || altKey || /^F\d/.test(key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (key === 'Escape') close();
      else if ([...key].length === 1) typed.current += key;
    };
    addEventListener('keydown', hold, true);
    return () => removeEventListener('keydown', hold, true);
  }, [open, close]);
  return (
    <Suspense>
      {open === 'commands' && <CommandBar typed={typedSoFar} onClose={close} />}
      {open === 'help' && <ShortcutHelp onClose={close} />}
    </Suspense>
  );
}

/** What comes with the first screen goes first. */
const quietMs = 2_000;

/** Works in a field too, and where single keys are switched off. */
function opensCommands(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  return latinOf(event).toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey && !shiftKey;
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}

function isForOthers(target: EventTarget | null): boolean {
  return isField(target) || isDialogOpen();
}

/** Where letters are written or chosen by. */
function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}
