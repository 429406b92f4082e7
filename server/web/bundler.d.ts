// Types for imports that the bundler resolves, such as style sheets.
/// <reference types="vite/client" />
