// The lists of a review: events with their times and guests, choices for single events, and differences with both values.
import type { Difference, ReviewChoice, ReviewItem, ReviewView } from '../../schemas/review.ts';
import { reviewTexts } from '../outlook-texts.ts';
import { texts } from '../texts.ts';

export type Overrides = Record<string, ReviewChoice>;
type ListName = keyof typeof reviewTexts.lists;

const LIST_NAMES = Object.keys(reviewTexts.lists) as ListName[];
const CHOICES: readonly ReviewChoice[] = ['quiet', 'invite', 'hold'];

export function ReviewLists({ review }: { review: ReviewView }) {
  return (
    <>
      <DifferenceList differences={review.differences} />
      {LIST_NAMES.map((name) => (
        <ItemList key={name} title={reviewTexts.lists[name]} items={review[name]} total={totalOf(review, name)} />
      ))}
    </>
  );
}

/** Of a list that may be cut the whole count. */
function totalOf({ counts, ...lists }: ReviewView, name: ListName): number {
  if (name === 'deleteHere' || name === 'deleteThere') return lists[name].length;
  return name === 'addHere' ? counts.addHere + counts.series : counts[name];
}

function ItemList({ title, items, total }: { title: string; items: ReviewItem[]; total: number }) {
  if (total === 0) return null;
  return (
    <details className="item-list">
      <summary>{`${title} (${total})`}</summary>
      <ul>
        {items.map((item, index) => (
          // Outlook's items have no id of ours yet; their place in the list is their identity here.
          <li key={item.eventId ?? index}>
            <ItemLine item={item} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function ItemLine({ item }: { item: ReviewItem }) {
  return (
    <>
      <span>{item.subject || texts.editor.untitled}</span>
      <span className="quiet">
        {new Date(item.start).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
      </span>
      <span className="quiet">{reviewTexts.guests(item.guests)}</span>
    </>
  );
}

function DifferenceList({ differences }: { differences: Difference[] }) {
  if (differences.length === 0) return null;
  return (
    <details className="item-list">
      <summary>{`${reviewTexts.differences} (${differences.length})`}</summary>
      <ul>
        {differences.map((item, index) => (
          <li key={item.eventId ?? index}>
            <ItemLine item={item} />
            <table className="differences">
              <thead>
                <tr>
                  <th scope="col">{reviewTexts.unit}</th>
                  <th scope="col">{reviewTexts.ours}</th>
                  <th scope="col">{reviewTexts.theirs}</th>
                </tr>
              </thead>
              <tbody>
                {item.values.map(({ unit, label, ours, theirs }) => (
                  <tr key={unit}>
                    <th scope="row">{label}</th>
                    <td>{ours ?? reviewTexts.nothing}</td>
                    <td>{theirs ?? reviewTexts.nothing}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Every event that is listed, of ours, and mails under some choice. */
export function mailingItems(review: ReviewView): (ReviewItem & { eventId: string })[] {
  const items = LIST_NAMES.flatMap((name) => review[name]).filter((item) => item.mails.invite.length > 0);
  const byId = new Map(items.flatMap((item) => (item.eventId === null ? [] : [[item.eventId, item] as const])));
  return [...byId].map(([eventId, item]) => ({ ...item, eventId }));
}

/** The mails of a choice for all, with others for single events. */
export function countMails(review: ReviewView, choice: ReviewChoice, overrides: Overrides): number {
  return mailingItems(review).reduce((count, { eventId, mails }) => {
    const own = overrides[eventId] ?? choice;
    return count - mails[choice].length + mails[own].length;
  }, review.mails[choice].length);
}

/** A choice for each event that mails. */
export function OverrideList(props: {
  items: (ReviewItem & { eventId: string })[];
  overrides: Overrides;
  onChange: (overrides: Overrides) => void;
}) {
  const { items, overrides, onChange } = props;
  if (items.length === 0) return null;
  const choose = (eventId: string, value: string) => {
    const { [eventId]: _, ...others } = overrides;
    onChange(value === '' ? others : { ...others, [eventId]: value as ReviewChoice });
  };
  return (
    <details className="item-list">
      <summary>{`${reviewTexts.overrideTitle} (${items.length})`}</summary>
      <p className="quiet">{reviewTexts.overrideHint}</p>
      <ul>
        {items.map((item) => (
          <li key={item.eventId}>
            <ItemLine item={item} />
            <select
              aria-label={item.subject || texts.editor.untitled}
              value={overrides[item.eventId] ?? ''}
              onChange={({ target }) => choose(item.eventId, target.value)}
            >
              <option value="">{reviewTexts.asAbove}</option>
              {CHOICES.map((name) => (
                <option key={name} value={name}>
                  {`${reviewTexts.choices[name].title}: ${reviewTexts.mails(item.mails[name].length)}`}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </details>
  );
}
