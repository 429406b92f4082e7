// What Outlook's category colours look like and are called.
import type { CategoryColor } from '../../graph/models/category.ts';

export const categoryColors: Record<CategoryColor, { name: string; css: string }> = {
  preset0: { name: 'Red', css: '#e7453c' },
  preset1: { name: 'Orange', css: '#f28c28' },
  preset2: { name: 'Brown', css: '#a1683a' },
  preset3: { name: 'Yellow', css: '#f4d03f' },
  preset4: { name: 'Green', css: '#3fa34d' },
  preset5: { name: 'Teal', css: '#2a9d8f' },
  preset6: { name: 'Olive', css: '#8a9a3b' },
  preset7: { name: 'Blue', css: '#3b7ddd' },
  preset8: { name: 'Purple', css: '#8e5bd0' },
  preset9: { name: 'Cranberry', css: '#c2416b' },
  preset10: { name: 'Steel', css: '#8fa3b5' },
  preset11: { name: 'Dark steel', css: '#5b7083' },
  preset12: { name: 'Gray', css: '#a6a6a6' },
  preset13: { name: 'Dark gray', css: '#6e6e6e' },
  preset14: { name: 'Black', css: '#262626' },
  preset15: { name: 'Dark red', css: '#8f1d18' },
  preset16: { name: 'Dark orange', css: '#b35a0b' },
  preset17: { name: 'Dark brown', css: '#5f3a1c' },
  preset18: { name: 'Dark yellow', css: '#a88a12' },
  preset19: { name: 'Dark green', css: '#1f5f2a' },
  preset20: { name: 'Dark teal', css: '#14605a' },
  preset21: { name: 'Dark olive', css: '#57621f' },
  preset22: { name: 'Dark blue', css: '#1c4587' },
  preset23: { name: 'Dark purple', css: '#552b8f' },
  preset24: { name: 'Dark cranberry', css: '#7d1e40' },
};

/** A category that has no colour here. */
export const NEUTRAL_CSS = 'var(--line)';
