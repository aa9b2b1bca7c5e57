import stringWidth from 'string-width'

/**
 * Renders rows as text, with columns aligned by their width on a terminal.
 * @param header the titles of the columns
 * @param rows a cell for each column
 * @param numeric titles of the columns that are aligned to the right
 * @example
 * print(renderTable(['tenant', 'rows'], [['1001001', '12']], ['rows']))
 */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly string[] = [],
): string {
  const widths = header.map((title, column) =>
    rows.reduce((width, row) => Math.max(width, stringWidth(row[column] ?? '')), stringWidth(title)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell)))
        return numeric.includes(header[column] ?? '') ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  return [line(header), ...rows.map(line)].join('\n')
}
