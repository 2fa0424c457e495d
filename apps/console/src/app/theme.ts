import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = Array.from(
  { length: 10 },
  () => 'var(--lc-accent)',
) as unknown as MantineColorsTuple;

/** Mantine's parts in the tokens of both apps. */
export const theme = createTheme({
  fontFamily: 'var(--lc-font)',
  primaryColor: 'accent',
  colors: { accent },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
});

const variables = {
  '--mantine-color-body': 'var(--lc-surface)',
  '--mantine-color-text': 'var(--lc-text)',
  '--mantine-color-dimmed': 'var(--lc-text-muted)',
  '--mantine-color-placeholder': 'var(--lc-text-muted)',
  '--mantine-color-default': 'var(--lc-surface)',
  '--mantine-color-default-hover': 'var(--lc-surface-hover)',
  '--mantine-color-default-color': 'var(--lc-text)',
  '--mantine-color-default-border': 'var(--lc-border-strong)',
  '--mantine-color-anchor': 'var(--lc-accent)',
  '--mantine-color-error': 'var(--lc-danger)',
  '--mantine-primary-color-contrast': 'var(--lc-on-accent)',
  '--mantine-color-accent-filled': 'var(--lc-accent)',
  '--mantine-color-accent-filled-hover': 'var(--lc-accent-hover)',
  '--mantine-color-accent-light': 'var(--lc-accent-soft)',
  '--mantine-color-accent-light-hover': 'var(--lc-accent-soft)',
  '--mantine-color-accent-light-color': 'var(--lc-accent)',
  '--mantine-color-accent-outline': 'var(--lc-accent)',
};

export const variablesResolver: CSSVariablesResolver = () => ({ variables, light: variables, dark: variables });
