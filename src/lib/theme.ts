/** Colours of the terminal. A paint takes cleaned text and puts codes around it; without colours it changes nothing. */
export type Paint = (text: string) => string;

const ROLES = ['heading', 'strong', 'code', 'dim', 'accent', 'added', 'removed', 'warning', 'error'] as const;
type Role = (typeof ROLES)[number];
export type Theme = Readonly<Record<Role, Paint>> & { readonly colors: boolean };

export const THEME_NAMES = ['default', 'light', 'high-contrast', 'minimal'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

type Palette = Readonly<Record<Role, string>>;

/** SGR parameters. */
const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  default: { heading: '1;36', strong: '1', code: '33', dim: '2', accent: '36', added: '32', removed: '31', warning: '33', error: '31' },
  light: { heading: '1;34', strong: '1', code: '35', dim: '90', accent: '34', added: '32', removed: '31', warning: '35', error: '31' },
  'high-contrast': { heading: '1;97', strong: '1;97', code: '1;93', dim: '37', accent: '1;96', added: '1;92', removed: '1;91', warning: '1;93', error: '1;91' },
  minimal: { heading: '1', strong: '1', code: '', dim: '2', accent: '', added: '1', removed: '2', warning: '1', error: '1' },
};

/** Softer colours where the terminal can show them. */
const TRUE_COLORS: Partial<Record<ThemeName, Partial<Palette>>> = {
  default: { heading: '1;38;2;110;190;210', code: '38;2;214;178;110', accent: '38;2;110;190;210', added: '38;2;130;190;120', removed: '38;2;220;110;110' },
  light: { heading: '1;38;2;20;90;150', code: '38;2;140;60;120', accent: '38;2;20;90;150', added: '38;2;30;120;50', removed: '38;2;180;40;40' },
};

export function isThemeName(name: string | undefined): name is ThemeName {
  return (THEME_NAMES as readonly (string | undefined)[]).includes(name);
}

export function createTheme(name: ThemeName, options: { colors: boolean; trueColor?: boolean }): Theme {
  const palette = options.trueColor ? { ...PALETTES[name], ...TRUE_COLORS[name] } : PALETTES[name];
  const paint =
    (role: Role): Paint =>
    (text) =>
      options.colors && palette[role] !== '' && text !== '' ? `\x1b[${palette[role]}m${text}\x1b[0m` : text;
  return { ...(Object.fromEntries(ROLES.map((role) => [role, paint(role)])) as Record<Role, Paint>), colors: options.colors };
}

/** COLORTERM says whether 24-bit colours are understood. */
export function hasTrueColor(env: NodeJS.ProcessEnv): boolean {
  return /truecolor|24bit/i.test(env.COLORTERM ?? '');
}
