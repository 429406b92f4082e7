// The page as one picture of its state: whoever changes something has it drawn anew, and says aloud what happened.

/** How long news stays on the screen. */
const NEWS_MS = 4_000;

const events = new EventTarget();
const state = { news: '', newsCount: 0 };

/** Draws the page with what is known now. */
export function draw(): void {
  events.dispatchEvent(new Event('draw'));
}

export function onDraw(drawPage: () => void): void {
  events.addEventListener('draw', drawPage);
}

/** What happened last; empty when it was long ago. */
export function latestNews(): string {
  return state.news;
}

/** Shows what happened, for a while, and has screen readers say it. */
export function announce(news: string): void {
  state.news = news;
  state.newsCount += 1;
  const { newsCount } = state;
  setTimeout(() => {
    if (state.newsCount !== newsCount) return;
    state.news = '';
    draw();
  }, NEWS_MS);
  draw();
}

/** Does something that the sandbox may refuse, and says what came of it. */
export async function attempt(act: () => Promise<string>): Promise<void> {
  try {
    announce(await act());
  } catch (error) {
    announce(error instanceof Error ? error.message : String(error));
  }
}
