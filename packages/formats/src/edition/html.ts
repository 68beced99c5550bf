import { valueText } from './laid-out.ts'
import type { Block, LaidOut, Line } from './laid-out.ts'

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Text for an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (one) => ENTITY[one] ?? one)

// Contrast 7:1 on white (WCAG 2.2, 1.4.6). Tables repeat their head on every printed page, and no line is torn apart.
const STYLE = `
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; padding: 1rem; max-width: 80rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; }
h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 2px solid #1a1a1a; }
.edition { font-weight: 700; }
.notice { border: 2px solid #7a0000; color: #7a0000; padding: .5rem; font-weight: 700; }
.title { font-weight: 700; font-size: 1.05rem; margin: 1.6rem 0 .3rem; break-after: avoid; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
caption { text-align: left; font-weight: 700; padding: .5rem 0; }
th, td { border: 1px solid #595959; padding: .25rem .4rem; text-align: left; vertical-align: top; overflow-wrap: break-word; hyphens: auto; }
[data-cell$="/url"], [data-cell$="/record"], [data-cell$="/withheld"], [data-cell$="/name"] { overflow-wrap: anywhere; }
[data-cell$="/name"] { min-width: 12rem; font-weight: 400; }
thead th { background: #ececec; }
a { color: #00409a; }
@page { size: A4 landscape; margin: 12mm 12mm 15mm; @bottom-right { content: counter(page) " / " counter(pages); font: 7pt sans-serif; } }
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  table { font-size: 7.5pt; }
  #annex ~ .scroll table, #access ~ .scroll table { font-size: 6pt; }
  #annex ~ .scroll :is(th, td), #access ~ .scroll :is(th, td) { padding: .1rem .15rem; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2, caption { break-after: avoid; }
  nav { display: none; }
  .scroll { overflow: visible; }
}`

function lineHtml(line: Line, columns: readonly (readonly [string, string])[]): string {
  const cells = columns.map(([key], i) => {
    const { text, value } = line.cells[key] ?? { text: '', value: null }
    const marks = `data-cell="${escapeHtml(`${line.id}/${key}`)}" data-value="${escapeHtml(valueText(value))}"`
    return i === 0
      ? `<th scope="row" ${marks}>${escapeHtml(text)}</th>`
      : `<td ${marks}>${escapeHtml(text)}</td>`
  })
  return `<tr>${cells.join('')}</tr>`
}

function marksOf({ isNotice, isTitle }: Extract<Block, { kind: 'text' }>): string {
  if (isNotice === true) return ' class="notice" role="note"'
  return isTitle === true ? ' class="title"' : ''
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2 id="${escapeHtml(block.id)}">${escapeHtml(block.text)}</h2>`
    case 'text':
      return `<p${marksOf(block)}>${escapeHtml(block.text)}</p>`
    case 'table': {
      const { columns, lines, caption } = block
      const head = columns.map(([, title]) => `<th scope="col">${escapeHtml(title)}</th>`).join('')
      // A region that scrolls sideways must be reachable by keyboard (WCAG 2.2, 2.1.1).
      return [
        `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table>`,
        `<caption>${escapeHtml(caption)}</caption>`,
        `<thead><tr>${head}</tr></thead>`,
        '<tbody>',
        ...lines.map((line) => lineHtml(line, columns)),
        '</tbody></table></div>',
      ].join('\n')
    }
  }
}

/** One HTML page that needs nothing else: no script, no font, no picture from elsewhere. It prints on A4, landscape. */
export function toHtml({ stamp, title, edition, blocks }: LaidOut, contents: string): string {
  const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block] : []))
  const links = headings.map(
    ({ id, text }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`,
  )
  return `${[
    '<!doctype html>',
    `<html lang="${stamp.language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<meta name="holdfast-report" content="${escapeHtml(JSON.stringify(stamp))}">`,
    `<title>${escapeHtml(`${title}. ${edition}`)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<header><h1>${escapeHtml(title)}</h1><p class="edition">${escapeHtml(edition)}</p></header>`,
    `<nav aria-label="${escapeHtml(contents)}"><ol>${links.join('')}</ol></nav>`,
    '<main>',
    ...blocks.map((block) => blockHtml(block)),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`
}
