import type { Circle } from '../open-feed/index.ts'

/**
 * Where the regions are that warnings are given for. A warning holds for all of a region, so its place is a circle
 * that holds the region, not a point in it: centre WGS 84, radius in kilometres.
 *
 * Centres and radii were worked out as the smallest circle around each region's cells in a 10 km grid of Ukraine (the
 * grid of the war-fire-model, G. Manca, MIT, 2024; its cells of Kyiv and of Kyivska oblast are exchanged), to which at
 * least 12 km were added, for half a cell and a coast that the grid cuts, and then rounded up to 5 km. Kyiv and
 * Sevastopol are an assumption from their public extents. Names are those of the tables, in English and Ukrainian.
 */
type Region = readonly [
  english: string,
  ukrainian: string,
  lonDeg: number,
  latDeg: number,
  radiusKm: number,
]
const REGIONS: readonly Region[] = [
  ['Avtonomna Respublika Krym', 'Автономна Республіка Крим', 34.55, 45.38, 175],
  ['Cherkaska oblast', 'Черкаська область', 31.23, 49.35, 130],
  ['Chernihivska oblast', 'Чернігівська область', 32.2, 51.53, 140],
  ['Chernivetska oblast', 'Чернівецька область', 26.24, 48.15, 120],
  ['Dnipropetrovska oblast', 'Дніпропетровська область', 34.99, 48.15, 165],
  ['Donetska oblast', 'Донецька область', 37.5, 48.05, 145],
  ['Ivano-Frankivska oblast', 'Івано-Франківська область', 24.7, 48.65, 120],
  ['Kharkivska oblast', 'Харківська область', 36.47, 49.68, 135],
  ['Khersonska oblast', 'Херсонська область', 33.32, 46.35, 155],
  ['Khmelnytska oblast', 'Хмельницька область', 26.85, 49.6, 130],
  ['Kirovohradska oblast', 'Кіровоградська область', 31.9, 48.6, 165],
  ['Kyiv City', 'Київ', 30.52, 50.45, 35],
  ['Kyivska oblast', 'Київська область', 30.26, 50.42, 145],
  ['Luhanska oblast', 'Луганська область', 39.0, 48.95, 155],
  ['Lvivska oblast', 'Львівська область', 24.02, 49.68, 125],
  ['Mykolaivska oblast', 'Миколаївська область', 31.61, 47.48, 135],
  ['Odeska oblast', 'Одеська область', 29.35, 46.7, 190],
  ['Poltavska oblast', 'Полтавська область', 33.75, 49.84, 135],
  ['Rivnenska oblast', 'Рівненська область', 26.31, 50.99, 135],
  ['Sevastopol', 'Севастополь', 33.65, 44.57, 45],
  ['Sumska oblast', 'Сумська область', 34.52, 51.38, 150],
  ['Ternopilska oblast', 'Тернопільська область', 25.95, 49.4, 110],
  ['Vinnytska oblast', 'Вінницька область', 28.8, 49.0, 125],
  ['Volynska oblast', 'Волинська область', 24.89, 51.25, 110],
  ['Zakarpatska oblast', 'Закарпатська область', 23.4, 48.44, 110],
  ['Zaporizka oblast', 'Запорізька область', 35.7, 47.23, 125],
  ['Zhytomyrska oblast', 'Житомирська область', 28.68, 50.66, 135],
]
/** What else the regions are called. */
const ALSO: Readonly<Record<string, string>> = {
  kyiv: 'Kyiv City',
  'м. київ': 'Kyiv City',
  крим: 'Avtonomna Respublika Krym',
  crimea: 'Avtonomna Respublika Krym',
  'autonomous republic of crimea': 'Avtonomna Respublika Krym',
  'м. севастополь': 'Sevastopol',
  'sevastopol city': 'Sevastopol',
}

const fold = (name: string): string => name.trim().replaceAll('’', "'").toLowerCase()
const BY_NAME: ReadonlyMap<string, Region> = new Map([
  ...REGIONS.flatMap((region) => [
    [fold(region[0]), region] as const,
    [fold(region[1]), region] as const,
  ]),
  ...Object.entries(ALSO).flatMap(([name, english]) =>
    REGIONS.filter((region) => region[0] === english).map((region) => [name, region] as const),
  ),
])

/** The region of a name, English or Ukrainian, and the circle that holds it; null where none is known so. */
export function regionOf(name: string): { readonly name: string; readonly circle: Circle } | null {
  const region = BY_NAME.get(fold(name))
  if (region === undefined) return null
  const [, , lonDeg, latDeg, radiusKm] = region
  return { name, circle: { position: { lonDeg, latDeg }, errorM: radiusKm * 1_000 } }
}
