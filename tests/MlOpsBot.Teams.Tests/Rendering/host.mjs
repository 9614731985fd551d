// How Teams shows cards, near enough: its colours in light, dark and high contrast, its sizes, and how many buttons there may be.
const family = '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';

// Twelve buttons, of which six are seen and the others behind "…": the renderer counts all of them.
const actions = {
  maxActions: 12, spacing: 'default', buttonSpacing: 8, showCard: { actionMode: 'inline', inlineTopMargin: 8, style: 'emphasis' },
  preExpandSingleShowCardAction: false, actionsOrientation: 'horizontal', actionAlignment: 'left',
};

const themes = {
  light: { text: '#242424', subtle: '#616161', link: '#4f52b2', card: '#ffffff', chat: '#f5f5f5', border: '#d1d1d1', emphasis: '#f5f5f5', accent: '#e8ebfa', warning: '#fff4ce', button: '#ffffff' },
  dark: { text: '#ffffff', subtle: '#adadad', link: '#9ea2ff', card: '#292929', chat: '#1f1f1f', border: '#525252', emphasis: '#1a1a1a', accent: '#2f2f4a', warning: '#463100', button: '#292929' },
  contrast: { text: '#ffffff', subtle: '#ffffff', link: '#ffff01', card: '#000000', chat: '#000000', border: '#ffffff', emphasis: '#000000', accent: '#000000', warning: '#000000', button: '#000000' },
};

export const themeOf = name => themes[name];

export function hostConfig(name) {
  const theme = themes[name];
  const foregroundColors = Object.fromEntries(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'].map(color => [color, { default: theme.text, subtle: theme.subtle }]));
  const look = background => ({ backgroundColor: background, foregroundColors });
  return {
    fontFamily: family,
    supportsInteractivity: true,
    hostCapabilities: {},
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 12 },
    separator: { lineThickness: 1, lineColor: theme.border },
    fontTypes: { monospace: {}, default: { fontFamily: family, fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 }, fontWeights: { lighter: 300, default: 400, bolder: 600 } } },
    containerStyles: { default: look(theme.card), emphasis: look(theme.emphasis), accent: look(theme.accent), warning: look(theme.warning), good: look(theme.card), attention: look(theme.card) },
    inputs: { label: { inputSpacing: 'small', requiredInputs: { suffix: ' *', suffixColor: 'default', weight: 'default' }, optionalInputs: { weight: 'default' } }, errorMessage: { color: 'default' } },
    table: { cellSpacing: 8 },
    actions,
  };
}
