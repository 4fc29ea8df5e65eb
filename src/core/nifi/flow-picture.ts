import type {FlowConnection, FlowFunnel} from './flow-connections.ts'
import type {FlowLabel} from './flow-labels.ts'
import type {FlowProcessor, Position} from './flow-parts.ts'
import type {ReplayFlow} from './replay-flow.ts'

/** As NiFi draws them. */
const box = {width: 352, height: 128}
const funnelSize = 48
const margin = 40

/** The flow as NiFi's canvas shows it, with what each processor says of itself. @returns SVG */
export function flowPicture({flowContents}: ReplayFlow): string {
  const {processors, connections, funnels, labels} = flowContents
  const frames = new Map<string, Frame>([
    ...processors.map(({identifier, position}) => [identifier, {...position, ...box}] as const),
    ...funnels.map(
      ({identifier, position}) => [identifier, {...position, width: funnelSize, height: funnelSize}] as const,
    ),
  ])
  const all = [...frames.values(), ...labels.map(({position, width, height}) => ({...position, width, height}))]
  const bends = connections.flatMap((each) => each.bends)
  const left = Math.min(...all.map(({x}) => x)) - margin
  const top = Math.min(...all.map(({y}) => y)) - margin
  const right = Math.max(...all.map(({x, width}) => x + width), ...bends.map(({x}) => x)) + margin
  const bottom = Math.max(...all.map(({y, height}) => y + height)) + margin
  const size = `viewBox="${left} ${top} ${right - left} ${bottom - top}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="Helvetica, Arial, sans-serif" font-size="16">`,
    '<defs><marker id="end" markerWidth="14" markerHeight="10" refX="13" refY="5" orient="auto"><path d="M0 0 14 5 0 10z" fill="#444"/></marker></defs>',
    `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="#f9fafb"/>`,
    ...connections.map((each) => line(each, frames)),
    ...labels.map(labelOf),
    ...processors.map(processorOf),
    ...funnels.map(funnelOf),
    ...connections.map((each) => nameOf(each, frames)),
    '</svg>',
    '',
  ].join('\n')
}

interface Frame extends Position {
  readonly width: number
  readonly height: number
}

const centre = ({x, y, width, height}: Frame): Position => ({x: x + width / 2, y: y + height / 2})

/** Where the way from the middle of a frame to a point leaves the frame. */
function edge(frame: Frame, to: Position): Position {
  const {x, y} = centre(frame)
  const [dx, dy] = [to.x - x, to.y - y]
  const share = Math.min(
    dx === 0 ? Infinity : frame.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : frame.height / 2 / Math.abs(dy),
  )
  return {x: Math.round(x + dx * share), y: Math.round(y + dy * share)}
}

function way({source, destination, bends}: FlowConnection, frames: ReadonlyMap<string, Frame>): readonly Position[] {
  const [from, to] = [frames.get(source.id), frames.get(destination.id)]
  if (from === undefined || to === undefined) return []
  return [edge(from, bends[0] ?? centre(to)), ...bends, edge(to, bends.at(-1) ?? centre(from))]
}

function line(connection: FlowConnection, frames: ReadonlyMap<string, Frame>): string {
  const points = way(connection, frames).map(({x, y}) => `${x},${y}`)
  return `<polyline points="${points.join(' ')}" fill="none" stroke="#444" stroke-width="1.5" marker-end="url(#end)"/>`
}

/** In the middle of the longest part of the way. */
function nameOf(connection: FlowConnection, frames: ReadonlyMap<string, Frame>): string {
  if (connection.name === '') return ''
  const points = way(connection, frames)
  const parts = points.slice(1).map((to, index) => ({from: points[index] ?? to, to}))
  const length = ({from, to}: (typeof parts)[number]): number => Math.hypot(to.x - from.x, to.y - from.y)
  const longest = parts.reduce((best, part) => (length(part) > length(best) ? part : best))
  const x = Math.round((longest.from.x + longest.to.x) / 2)
  const y = Math.round((longest.from.y + longest.to.y) / 2)
  const width = connection.name.length * 8.5 + 20
  const isEnd = connection.destination.type === 'FUNNEL'
  return [
    `<rect x="${x - width / 2}" y="${y - 14}" width="${width}" height="28" rx="3" fill="${isEnd ? '#fde2e1' : '#fff'}" stroke="#aab"/>`,
    words(connection.name, {x, y: y + 5}, 'text-anchor="middle"'),
  ].join('\n')
}

function labelOf({label, position, width, height}: FlowLabel): string {
  const lines = label
    .split('\n')
    .map((text, index) => words(text, {x: position.x + 14, y: position.y + 31 + index * 22}))
  return [
    `<rect x="${position.x}" y="${position.y}" width="${width}" height="${height}" fill="#fff7d7" stroke="#d9c77a"/>`,
    ...lines,
  ].join('\n')
}

function processorOf({position: {x, y}, name, type, comments}: FlowProcessor): string {
  const lines = wrapped(comments, 47)
  const says = lines.length > 4 ? [...lines.slice(0, 3), `${lines[3] ?? ''} …`] : lines
  return [
    `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" fill="#fff" stroke="#4e7a8c" stroke-width="2"/>`,
    words(name, {x: x + 14, y: y + 28}, 'font-weight="bold" font-size="21"'),
    words(type.split('.').at(-1) ?? type, {x: x + 14, y: y + 48}, 'fill="#6b7780" font-size="14"'),
    ...says.map((text, index) => words(text, {x: x + 14, y: y + 68 + index * 17}, 'font-size="15"')),
  ].join('\n')
}

const funnelOf = ({position: {x, y}}: FlowFunnel): string =>
  `<circle cx="${x + funnelSize / 2}" cy="${y + funnelSize / 2}" r="${funnelSize / 2}" fill="#fde2e1" stroke="#b5534e" stroke-width="2"/>`

/** In lines of at most so many characters. */
function wrapped(text: string, most: number): readonly string[] {
  return text.split(' ').reduce<readonly string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length + 1 > most) return [...lines, word]
    return [...lines.slice(0, -1), `${last} ${word}`]
  }, [])
}

const words = (text: string, {x, y}: Position, more = ''): string =>
  `<text x="${x}" y="${y}"${more === '' ? '' : ` ${more}`} xml:space="preserve">${escaped(text)}</text>`

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
