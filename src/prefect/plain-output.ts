/** The sides of the boxes that Prefect draws around its messages. */
const side = /^\s*[│┃] ?|[│┃]\s*$/g

/** Lines of a box alone. */
const edge = /^[\s╭╮╰╯─┏┓┗┛━┡┩├┤┼┬┴]*$/

/** What a line of Prefect's output says, without the box around it; undefined for an edge of a box or an empty line. */
export function withoutBox(line: string): string | undefined {
  return edge.test(line) ? undefined : line.replace(side, '').trimEnd()
}
