import type { Report } from '@holdfast/core/report'
import { toGeoJson } from '../geojson/index.ts'
import { valueText } from './laid-out.ts'
import type { LaidOut } from './laid-out.ts'

/**
 * GeoJSON (RFC 7946): the annex as features, with the report itself in the foreign member `report` (6.1). A feature whose
 * place is withheld has no geometry and says so; a polygon is where the event may have been, never a position.
 */
export function toReportGeoJson(
  report: Report,
  { stamp, title, edition, blocks }: LaidOut,
): string {
  const { features } = toGeoJson({ observations: report.annex.map(({ seen }) => seen) })
  const told = {
    stamp,
    title,
    edition,
    texts: blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])),
    tables: blocks.flatMap((block) =>
      block.kind === 'table'
        ? [
            {
              id: block.id,
              caption: block.caption,
              lines: block.lines.map(({ id, cells }) => ({
                id,
                cells: Object.fromEntries(
                  block.columns.map(([key]) => [
                    key,
                    { value: valueText(cells[key]?.value ?? null), text: cells[key]?.text ?? '' },
                  ]),
                ),
              })),
            },
          ]
        : [],
    ),
  }
  return `${JSON.stringify({ type: 'FeatureCollection', report: told, features }, null, 1)}\n`
}
