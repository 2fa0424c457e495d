import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';

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
  components: {
    // Nothing but its items may be in a menu; the first of them gets the focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
  },
  // Mantine writes white on every colour; the accent of the dark is a light one.
  variantColorResolver: (input) => {
    const shades = defaultVariantColorsResolver(input);
    const isAccent = input.variant === 'filled' && (input.color ?? 'accent') === 'accent';
    return isAccent ? { ...shades, color: 'var(--lc-on-accent)' } : shades;
  },
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
  '--mantine-color-disabled': 'var(--lc-surface-hover)',
  '--mantine-color-disabled-color': 'var(--lc-text-muted)',
  '--mantine-color-disabled-border': 'var(--lc-border)',
  '--mantine-color-gray-light': 'var(--lc-surface-hover)',
  '--mantine-color-gray-light-hover': 'var(--lc-surface-hover)',
  '--mantine-color-gray-light-color': 'var(--lc-text-muted)',
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

/** Mantine's greys, from which its fields, menus, papers and lines take theirs, as the tokens have them. */
const greys = (name: 'gray' | 'dark', tokens: readonly string[]) =>
  Object.fromEntries(tokens.map((token, index) => [`--mantine-color-${name}-${index}`, `var(--lc-${token})`]));
const light = greys('gray', [
  ...['surface-hover', 'surface-hover', 'border', 'border', 'border-strong'],
  ...['text-muted', 'text-muted', 'text-muted', 'text', 'text'],
]);
const dark = greys('dark', [
  ...['text', 'text', 'text-muted', 'text-muted', 'border'],
  ...['surface-hover', 'surface', 'surface', 'background', 'background'],
]);

export const variablesResolver: CSSVariablesResolver = () => ({
  variables,
  light: { ...variables, ...light },
  dark: { ...variables, ...dark },
});
