/** One colour a company chose, made readable on both backgrounds. */
export interface Accent {
  accent: string;
  hover: string;
  soft: string;
  /** What is written on it. */
  onAccent: string;
}

type Rgb = readonly [number, number, number];

const white: Rgb = [255, 255, 255];
const surfaces = { light: white, dark: [26, 32, 40] } as const satisfies Record<string, Rgb>;
const inks = { light: white, dark: [12, 21, 36] } as const satisfies Record<string, Rgb>;
/** --lc-text-muted of tokens.css: rows that are chosen are tinted, and small text stands on them. */
const mutedInks = { light: [86, 97, 114], dark: [168, 179, 194] } as const satisfies Record<string, Rgb>;
/** WCAG 2.2 AA for text; the accent is read as a link and written on as a button. */
const leastContrast = 4.5;

/**
 * The shades of `colour` (#rrggbb) for a theme: darkened or lightened step by step until it can be read on the surface
 * and what is written on it can be read, too. Undefined when it is no such colour.
 */
export function accentFor(theme: 'light' | 'dark', colour: string): Accent | undefined {
  const chosen = parse(colour);
  if (!chosen) return undefined;
  const [surface, ink] = [surfaces[theme], inks[theme]];
  const away: Rgb = theme === 'light' ? [0, 0, 0] : white;
  const soft = (base: Rgb) => {
    for (let share = theme === 'light' ? 0.88 : 0.8; ; share += 0.02) {
      const tint = mix(base, surface, Math.min(1, share));
      if (share >= 1 || contrast(tint, mutedInks[theme]) >= leastContrast) return tint;
    }
  };
  const reads = (shade: Rgb) =>
    contrast(shade, surface) >= leastContrast &&
    contrast(shade, ink) >= leastContrast &&
    contrast(shade, soft(shade)) >= leastContrast;
  let accent = chosen;
  for (let share = 0; share <= 1 && !reads(accent); share += 0.02) accent = mix(chosen, away, share);
  return {
    accent: format(accent),
    hover: format(mix(accent, away, 0.18)),
    soft: format(soft(accent)),
    onAccent: format(ink),
  };
}

/** Puts the shades where tokens.css is read. */
export function applyAccent(root: HTMLElement, { accent, hover, soft, onAccent }: Accent): void {
  root.style.setProperty('--lc-accent', accent);
  root.style.setProperty('--lc-accent-hover', hover);
  root.style.setProperty('--lc-accent-soft', soft);
  root.style.setProperty('--lc-on-accent', onAccent);
}

/** The contrast of two colours as WCAG counts it, from 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [first, second] = [parse(one), parse(other)];
  return first && second ? contrast(first, second) : 1;
}

function parse(colour: string): Rgb | undefined {
  const [, red, green, blue] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

function format(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function mix([r, g, b]: Rgb, [toR, toG, toB]: Rgb, share: number): Rgb {
  return [r + (toR - r) * share, g + (toG - g) * share, b + (toB - b) * share];
}

function luminance(colour: Rgb): number {
  const linear = (part: number) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const [red, green, blue] = colour;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}
