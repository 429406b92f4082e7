// Light, dark, or as the system is: told to the calendar's palette by an attribute, to our own styles by `color-scheme`.

/** Keeps `data-color-scheme` on the document as the system changes. */
export function followColorScheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    document.documentElement.dataset.colorScheme = dark.matches ? 'dark' : 'light';
  };
  dark.addEventListener('change', apply);
  apply();
}
