/** What `holdfast agreement new` writes: small, whole and commented. A test holds it to `check --strict`. */
export const SKELETON = `# An agreement as an executable document. Every key is explained in docs/guides/writing-an-agreement.md.
# Instants are UTC. Places are WGS 84, degrees. Replace what is here; then say: holdfast agreement check THIS-FILE
id: my-agreement
title: An agreement to be written
ladder: paris-2026
lineOfContact: contact

# Neutral letters: A lies to the left of the line of contact as its vertices run.
parties:
  A: { title: Party A }
  B: { title: Party B }

# An amendment adds a version; what was in force before stays, so that each event is judged by the text of its day.
versions:
  - id: first-text
    title: The text as signed
    from: 2026-01-01T00:00:00Z
    source: The document and the point that says when it begins

# What people declare, never a machine: phases and deployment gates hang on it.
facts:
  - id: ceasefire-established
    title: The commission found that the ceasefire holds
    declaredBy: commission
    basis: { kind: assumption, source: The document is silent; written so that a phase can be entered }
  - id: fighting-goes-on
    title: The commission found that large-scale fighting goes on
    declaredBy: commission
    basis: { kind: assumption, source: The document is silent; no force deploys into fighting }

phases:
  - id: ceasefire
    title: Ceasefire
    kind: ceasefire
    entry: [ceasefire-established]
    exit: [fighting-goes-on]
    basis: { kind: assumption, source: Say which point of the document orders the phases }

gates:
  - id: deployment
    title: Coalition forces may deploy
    needs: [ceasefire-established]
    barredBy: [fighting-goes-on]
    basis: { kind: assumption, source: Say which point of the document allows it }

thresholds:
  # Below it no candidate is raised: few false candidates or few missed ones, this is where they are weighed.
  screening: 0.05
  # Distinct nations that must sign.
  quorum: 3
  occurredUnheardHours: 12
  partiesHeardHours: 72
  standards:
    - { id: reasonable-grounds, title: Reasonable grounds to believe, from: 0.5, to: 0.75 }
    - { id: clear-and-convincing, title: Clear and convincing, from: 0.75, to: 0.95 }
    - { id: beyond-reasonable-doubt, title: Beyond reasonable doubt, from: 0.95, to: 1 }

lines:
  - id: contact
    title: Line of contact
    basis: { kind: assumption, source: Drawn by hand as an example; take the agreed coordinates }
    vertices:
      - { lonDeg: 38.0, latDeg: 47.0 }
      - { lonDeg: 38.0, latDeg: 49.0 }

zones:
  # The largest polygon is the region that the text is about: an event without a place counts by its share of it.
  - id: region
    title: The region that the text is about
    kind: polygon
    purpose: region
    basis: { kind: assumption, source: Drawn by hand as an example }
    ring:
      - { lonDeg: 37.0, latDeg: 47.0 }
      - { lonDeg: 39.0, latDeg: 47.0 }
      - { lonDeg: 39.0, latDeg: 49.0 }
      - { lonDeg: 37.0, latDeg: 49.0 }
      - { lonDeg: 37.0, latDeg: 47.0 }
  # 50 km between the parties: each keeps half of it clear, measured from its own line.
  - id: withdrawal-50
    title: 50 km between the parties
    kind: withdrawal
    widthM: 50000
    lineOf: { A: contact, B: contact }
    basis: { kind: assumption, source: Say which point of the document gives the width }

provisions:
  # A ceasefire: every phase of an act counts, an impact as well as an outgoing shot.
  - clause: C-1
    title: No fire
    source: The document and its point
    sinceVersion: first-text
    zone: region
    act: { kinds: [explosion, salvo, burst, shot], phases: [] }
    unless:
      - { id: announced, title: It was an announced demining, notified: demining }
  # Where a weapon stands: only outgoing fire, or the weapon itself, shows it.
  - clause: C-2
    title: Guns of 100 mm and above are withdrawn
    source: The document and its point
    sinceVersion: first-text
    from: 2026-01-15T00:00:00Z
    zone: withdrawal-50
    act: { kinds: [explosion, salvo, P.WEAPON], phases: [outgoing] }
    weapons:
      - { classes: [artillery], calibreFromMm: 100 }

# Duties with a deadline: nobody observes them, the passing of time raises them.
obligations:
  - clause: O-1
    title: The withdrawal is finished
    source: The document and its point
    due: 2026-01-15T00:00:00Z
    kind: withdrawal
    party: both

# What is announced explains what it names; a person decides.
notified:
  - id: demining
    title: Demining by explosion
    activity: demining
    noticeHours: 48
    to: both
    says: [place, time, number of charges]
    explains: [explosion]
    source: The document and its point
`
