// A PDF has no fields: only glyphs at places. Its lines are taken out again by the fonts' own tables, as a reader's search
// does (ISO 32000-1, 9.10.3), so that a check can say which line was changed, and not only that a byte was.

/** The text of each font's glyphs, by their number: `/ToUnicode` of `/F<n>`. */
function glyphsOf(pdf: string): ReadonlyMap<string, readonly string[]> {
  const objects = new Map(
    [...pdf.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)].map(([, id = '', body = '']) => [id, body]),
  )
  const fonts = new Map<string, readonly string[]>()
  for (const [, name = '', id = ''] of pdf.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    if (fonts.has(name)) continue
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1]
    fonts.set(name, lettersOf(objects.get(map ?? '') ?? ''))
  }
  return fonts
}

/** Every range of a table of glyphs, `<0000> <00ff> [<0041> …]`. */
function lettersOf(map: string): readonly string[] {
  const letters: string[] = []
  for (const [, from = '0', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g))
    for (const [i, [, hex = '']] of [...list.matchAll(/<([^>]*)>/g)].entries())
      letters[Number.parseInt(from, 16) + i] = textOf(hex)
  return letters
}

/** UTF-16 units in hex, with blanks or without; what is none is no letter. */
function textOf(hex: string): string {
  const units = (hex.replaceAll(' ', '').match(/[0-9a-f]{4}/g) ?? []).map((one) =>
    Number.parseInt(one, 16),
  )
  return String.fromCharCode(...units)
}

/** Every line as it is drawn, in the order of the file. A glyph that its font does not name is a question mark. */
export function linesOfPdf(bytes: Uint8Array): readonly string[] {
  const pdf = new TextDecoder('latin1').decode(bytes)
  const fonts = glyphsOf(pdf)
  const lines: string[] = []
  let letters: readonly string[] = []
  for (const [, name, shown = ''] of pdf.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) {
      letters = fonts.get(name) ?? []
      continue
    }
    let line = ''
    for (const [, hex = ''] of shown.matchAll(/<([0-9a-f]*)>/g))
      for (const glyph of hex.match(/.{4}/g) ?? [])
        line += letters[Number.parseInt(glyph, 16)] ?? '?'
    lines.push(line.trim())
  }
  return lines
}
