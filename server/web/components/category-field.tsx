// The categories of an event: which it has, and the colour that each shows in for whoever is signed in.
import { useState } from 'react';
import type { CategoryColor } from '../../../graph/models/category.ts';
import type { CategoryList } from '../../schemas/categories.ts';
import { get, put } from '../api.ts';
import { categoryColors, NEUTRAL_CSS } from '../category-colors.ts';
import { texts } from '../texts.ts';
import { ErrorNotice } from './notice.tsx';
import { useLoaded } from './use-loaded.ts';

const load = () => get<CategoryList>('/api/categories');

export function CategoryField({ chosen, onChange }: { chosen: string[]; onChange: (names: string[]) => void }) {
  const { value, error, reload } = useLoaded(load);
  const [failure, setFailure] = useState<Error | null>(null);
  const known = value?.categories ?? [];
  const unlisted = chosen.filter((name) => !known.some((category) => category.name === name));
  const listed = [...known, ...unlisted.map((name) => ({ name, color: null }))];
  const paint = (name: string, color: CategoryColor | null) => {
    const others = known.flatMap((one) => (one.name === name || one.color === null ? [] : [one]));
    const categories = color === null ? others : [...others, { name, color }];
    put('/api/categories', { categories }).then(reload, setFailure);
  };
  const problem = error ?? failure;
  return (
    <fieldset className="categories">
      <legend>{texts.editor.categories}</legend>
      {problem ? <ErrorNotice error={problem} /> : null}
      {listed.map(({ name, color }) => (
        <div key={name} className="category">
          <label className="check">
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={({ target }) => onChange(withName(chosen, name, target.checked))}
            />
            <span className="category-dot" style={{ background: color ? categoryColors[color].css : NEUTRAL_CSS }} />
            {name}
          </label>
          <ColorChoice name={name} color={color} onChange={(next) => paint(name, next)} />
        </div>
      ))}
      <NewCategory onAdd={(name) => onChange(withName(chosen, name, true))} />
    </fieldset>
  );
}

function ColorChoice(props: {
  name: string;
  color: CategoryColor | null;
  onChange: (color: CategoryColor | null) => void;
}) {
  return (
    <select
      aria-label={texts.editor.colorOf(props.name)}
      value={props.color ?? ''}
      onChange={({ target }) => props.onChange(target.value === '' ? null : (target.value as CategoryColor))}
    >
      <option value="">{texts.editor.noColor}</option>
      {Object.entries(categoryColors).map(([color, { name }]) => (
        <option key={color} value={color}>
          {name}
        </option>
      ))}
    </select>
  );
}

function NewCategory({ onAdd }: { onAdd: (name: string) => void }) {
  const [name, setName] = useState('');
  const add = () => {
    if (name.trim() !== '') onAdd(name.trim());
    setName('');
  };
  return (
    <div className="category">
      <input
        aria-label={texts.editor.newCategory}
        placeholder={texts.editor.newCategory}
        value={name}
        maxLength={255}
        onChange={({ target }) => setName(target.value)}
      />
      <button type="button" className="button" onClick={add}>
        {texts.editor.addCategory}
      </button>
    </div>
  );
}

function withName(names: string[], name: string, isWanted: boolean): string[] {
  const others = names.filter((other) => other !== name);
  return isWanted ? [...others, name].toSorted() : others;
}
