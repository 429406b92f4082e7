// Where the demo page begins.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { DemoPage } from './demo-page.tsx';
import '../../../server/web/styles.css';
import './page.css';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <DemoPage />
    </StrictMode>,
  );
}
