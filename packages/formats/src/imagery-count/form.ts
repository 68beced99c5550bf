import type { FeedContext } from '../codec/index.ts'
import { codecOf, schemaOf } from '../report/index.ts'
import type { Form, Found } from '../report/index.ts'
import { centreOf, compare, missing, seen } from './counting.ts'
import { shape } from './shape.ts'
import type { ImageryCount } from './shape.ts'

function observe(report: ImageryCount, { source }: FeedContext): Found {
  const [first, second] = report.analysts
  if (first === undefined || second === undefined) return { nothing: 'no two analysts' }
  const { image, object, declaredN } = report
  const agreed = compare(first, second)
  const count =
    declaredN === null
      ? seen(agreed, image.cloudShare)
      : missing(declaredN, agreed, image.cloudShare)
  const counts = `${first.min} to ${first.max} and ${second.min} to ${second.max}`
  if (count.n === 0)
    return {
      nothing:
        declaredN === null
          ? `none for certain: the analysts counted ${counts}`
          : `none missing for certain: of ${declaredN} declared the analysts counted ${counts}`,
    }
  const centre = centreOf(image.footprint)
  // The counted place where it was measured; else all that the image shows.
  const fix = report.place ?? centre
  return {
    found: [
      {
        recordId: report.report,
        means: ['imaged' as const],
        category: report.category,
        phase: 'undetermined' as const,
        count,
        observed: {
          fromMs: image.acquired,
          toMs: image.acquired,
          basis: 'clock' as const,
          clock: 'ntp' as const,
        },
        observer: {
          place: image.platform,
          position: source.site?.position ?? fix.position,
          errorM: source.site?.errorM ?? fix.errorM,
          control: 'unknown' as const,
        },
        where: { sectors: [], ring: null, fix },
        weapon:
          object.class === null
            ? null
            : { term: object.term, class: object.class, calibreMm: object.calibreMm },
        residual: {
          counts: JSON.stringify({
            ...agreed,
            analysts: report.analysts,
            ...(declaredN === null ? {} : { declaredN }),
          }),
          object: object.term,
          image: JSON.stringify(image),
          remarks: report.remarks,
        },
      },
    ],
    exercise: report.exercise,
  }
}

const form: Form<ImageryCount> = {
  name: 'imagery-count',
  title: 'Count of an image',
  standards: ['Holdfast imagery count, version 1: docs/reference/imagery-count.schema.json'],
  description:
    'Objects of one class, counted in one image by two analysts. Beyond this schema a report is refused when a member is given twice, both counts are by the same analyst, a count is reversed, a number is declared for anything but P.STORAGE.MISSING, a calibre has no class of weapons, a corner lies farther than 200 km from the middle, or a time does not exist.',
  kinds: ['satellite', 'uav'],
  hints: [],
  shape,
  observe,
}

/** Counts of images: see README.md. */
export const IMAGERY_COUNT = codecOf(form)
/** JSON Schema (draft 2020-12) of counts of an image; `docs/reference/imagery-count.schema.json` is this object. */
export const IMAGERY_COUNT_SCHEMA = schemaOf(form)
