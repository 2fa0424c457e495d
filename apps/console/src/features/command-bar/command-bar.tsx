import './command-bar.css';
import { useObservable } from '@livechat/ui/use-observable';
import { Kbd } from '@mantine/core';
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { keyOf } from '../../console/shortcuts.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { findActions, sections } from './find-actions.ts';

/**
 * All that can be done now, found by a few letters. A combobox of our own: Mantine's spotlight tells a screen reader
 * neither how many there are nor which one Enter would take.
 */
export function CommandBar({ typed, onClose }: { typed: () => string; onClose: () => void }) {
  const { t, i18n } = useTranslation('commandBar');
  const { actions, settings } = useConsole();
  const { shortcuts, shortcutsOn } = useObservable(settings);
  const offered = useObservable(actions);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  // As soon as it is there: a busy browser hands over keys before it runs the timer by which Mantine sets the focus.
  const takeOver = useCallback(
    (field: HTMLInputElement | null) => {
      if (!field) return;
      field.focus({ preventScroll: true });
      setQuery(typed());
    },
    [typed],
  );
  const found = useMemo(() => {
    const others = offered.filter((action) => action.id !== 'console.commands');
    return findActions(others, query, i18n.language);
  }, [offered, query, i18n.language]);
  const chosenAt = Math.min(at, found.length - 1);
  const chosen = found[chosenAt];

  // biome-ignore lint/correctness/useExhaustiveDependencies: whichever is chosen is in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const run = (action: Action | undefined) => {
    if (!action) return;
    onClose();
    // The focus goes back to where it was first: what is done may set it elsewhere.
    setTimeout(() => actions.run(action.id));
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = found.length - 1;
    const next = {
      ArrowDown: chosenAt === last ? 0 : chosenAt + 1,
      ArrowUp: chosenAt <= 0 ? last : chosenAt - 1,
      PageDown: Math.min(last, chosenAt + 8),
      PageUp: Math.max(0, chosenAt - 8),
    }[event.key];
    if (next !== undefined) setAt(next);
    else if (event.key === 'Enter') run(chosen);
    else return;
    event.preventDefault();
  };
  const option = (action: Action) => {
    const key = shortcutsOn ? keyOf(action.id, shortcuts) : undefined;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that has the focus
      <div
        key={action.id}
        id={`${id}-${action.id}`}
        role="option"
        tabIndex={-1}
        aria-selected={action === chosen}
        className="command"
        onClick={() => run(action)}
        onPointerMove={() => setAt(found.indexOf(action))}
      >
        <span dir="auto">{action.label}</span>
        {key && <Kbd aria-hidden>{key}</Kbd>}
      </div>
    );
  };

  return (
    <Dialog
      onClose={onClose}
      title={t('commands')}
      withCloseButton={false}
      padding={0}
      yOffset="12dvh"
      classNames={{ header: 'visually-hidden', content: 'command-bar' }}
    >
      <input
        ref={takeOver}
        type="text"
        role="combobox"
        className="command-query"
        data-autofocus
        aria-label={t('whatToDo')}
        placeholder={t('whatToDo')}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen && `${id}-${chosen.id}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={query}
        onChange={({ currentTarget: { value } }) => {
          setQuery(value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div role="listbox" id={`${id}-list`} aria-label={t('commands')} className="command-list scrolls" ref={list}>
        {sections.map((section) => {
          const theirs = found.filter((action) => action.section === section);
          return (
            theirs.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset has no options
              <div key={section} role="group" aria-labelledby={`${id}-${section}`}>
                <p id={`${id}-${section}`} className="command-section" role="presentation">
                  {t(`section.${section}`)}
                </p>
                {theirs.map(option)}
              </div>
            )
          );
        })}
      </div>
      <p className="command-none" role="status">
        {found.length === 0 && t('nothingFits')}
      </p>
    </Dialog>
  );
}
