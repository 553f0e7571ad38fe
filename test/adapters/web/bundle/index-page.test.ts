import { expect, test } from 'vitest';
import { linkIndex, stylesOf } from '../../../../adapters/web/bundle/index-page.ts';

const HTML = `<head>
    <link rel="icon" href="/web/icon.svg">
    <link rel="stylesheet" href="styles/a.css">
    <link rel="stylesheet" href="styles/b.css">
    <script type="module" src="main.ts"></script>
</head>`;

test('the styles of a page are found in their order', () => {
  expect(stylesOf(HTML)).toEqual(['styles/a.css', 'styles/b.css']);
});

test('styles become one file and the script the bundle; all else stays as it is', () => {
  expect(linkIndex(HTML, { styles: '/web/assets/page-1.css', main: '/web/assets/main-2.js' })).toBe(`<head>
    <link rel="icon" href="/web/icon.svg">
    <link rel="stylesheet" href="/web/assets/page-1.css">
    <script type="module" src="/web/assets/main-2.js"></script>
</head>`);
});
