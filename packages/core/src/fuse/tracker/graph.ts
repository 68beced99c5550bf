/**
 * Which detections of a look may be of which tracks, as edges grouped by detection; and its clusters, the parts of it that have
 * nothing to do with each other.
 */
export class Graph {
  /** Edges, those of row j from `start[j]` to `start[j + 1]` − 1: the track's number in the look, and squared distance. */
  track = new Int32Array(256)
  d2 = new Float64Array(256)
  /** Log density of the detection under the track. */
  log = new Float64Array(256)
  /** Log weight of the edge in the pass at hand; −∞: not in it. */
  weight = new Float64Array(256)
  /** Probability of the edge; of use after `marginals`. */
  chance = new Float64Array(256)
  start = new Int32Array(64)
  edges = 0
  rows = 0
  /** Rows of the clusters at hand: a list for each, by its first row. */
  readonly clusters: number[] = []
  nextRow = new Int32Array(64)
  /** Rows and tracks of the cluster that was read last. */
  readonly members: number[] = []
  readonly tracks: number[] = []
  /** The edges of a track of that cluster: the first, and for each edge the next; −1 ends the list. */
  firstEdge = new Int32Array(64)
  nextEdge = new Int32Array(256)
  /** The row of each of its edges. */
  rowOf = new Int32Array(256)
  #root = new Int32Array(64)
  #first = new Int32Array(64)
  #last = new Int32Array(64)
  #seen = new Int32Array(64)
  #stamp = 0

  /** Makes room for the rows of a look. */
  begin(rows: number): void {
    this.edges = 0
    this.rows = rows
    if (this.start.length <= rows) {
      this.start = new Int32Array(2 * rows + 2)
      this.nextRow = new Int32Array(2 * rows + 2)
    }
    this.start[0] = 0
  }

  add(track: number, d2: number, log: number): void {
    const at = this.edges
    if (at === this.track.length) this.#widen()
    this.track[at] = track
    this.d2[at] = d2
    this.log[at] = log
    this.edges = at + 1
  }

  #widen(): void {
    const room = 2 * this.track.length
    const wider = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(room)
      to.set(from)
      return to
    }
    const track = new Int32Array(room)
    track.set(this.track)
    this.track = track
    this.nextEdge = new Int32Array(room)
    this.rowOf = new Int32Array(room)
    this.d2 = wider(this.d2)
    this.log = wider(this.log)
    this.weight = wider(this.weight)
    this.chance = wider(this.chance)
  }

  #find(track: number): number {
    let root = track
    while (this.#root[root] !== root) root = this.#root[root] as number
    let at = track
    while (this.#root[at] !== root) {
      const next = this.#root[at] as number
      this.#root[at] = root
      at = next
    }
    return root
  }

  /** Finds the clusters of the pass at hand among `tracks` tracks. */
  cut(tracks: number): void {
    if (this.#root.length < tracks) {
      this.#root = new Int32Array(2 * tracks)
      this.#first = new Int32Array(2 * tracks)
      this.#last = new Int32Array(2 * tracks)
      this.#seen = new Int32Array(2 * tracks)
      this.firstEdge = new Int32Array(2 * tracks)
      this.#stamp = 0
    }
    for (let i = 0; i < tracks; i += 1) {
      this.#root[i] = i
      this.#first[i] = -1
    }
    for (let row = 0; row < this.rows; row += 1) this.#join(row)
    this.clusters.length = 0
    for (let row = 0; row < this.rows; row += 1) {
      const one = this.#trackOf(row)
      if (one < 0) continue
      const root = this.#find(one)
      this.nextRow[row] = -1
      if ((this.#first[root] as number) < 0) {
        this.#first[root] = row
        this.clusters.push(row)
      } else this.nextRow[this.#last[root] as number] = row
      this.#last[root] = row
    }
  }

  #trackOf(row: number): number {
    const end = this.start[row + 1] as number
    for (let e = this.start[row] as number; e < end; e += 1)
      if ((this.weight[e] as number) > -Infinity) return this.track[e] as number
    return -1
  }

  #join(row: number): void {
    const end = this.start[row + 1] as number
    let one = -1
    for (let e = this.start[row] as number; e < end; e += 1) {
      if (this.weight[e] === -Infinity) continue
      const root = this.#find(this.track[e] as number)
      if (one < 0) one = root
      else this.#root[root] = one
    }
  }

  /** Reads the cluster whose first row is `first` into `members` and `tracks`. */
  read(first: number): void {
    this.members.length = 0
    this.tracks.length = 0
    this.#stamp += 1
    for (let row = first; row >= 0; row = this.nextRow[row] as number) {
      this.members.push(row)
      const end = this.start[row + 1] as number
      for (let e = this.start[row] as number; e < end; e += 1) {
        const track = this.track[e] as number
        if (this.weight[e] === -Infinity) continue
        this.rowOf[e] = row
        const isNew = this.#seen[track] !== this.#stamp
        this.nextEdge[e] = isNew ? -1 : (this.firstEdge[track] as number)
        this.firstEdge[track] = e
        if (!isNew) continue
        this.#seen[track] = this.#stamp
        this.tracks.push(track)
      }
    }
  }
}
