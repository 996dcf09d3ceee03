// Comma-separated files as RFC 4180 has them, with a line feed at the end of each line.

/** Rows as objects keyed by the header. */
export function readCsv(text) {
  const [header, ...rows] = readRows(text);
  return rows.map((row, index) => {
    if (row.length !== header.length) {
      throw new Error(`line ${index + 2} has ${row.length} fields, not ${header.length}`);
    }
    return Object.fromEntries(header.map((name, i) => [name, row[i]]));
  });
}

function readRows(text) {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') {
        field += '"';
        i += 1;
      } else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(field);
      field = '';
    } else if (c === '\n') {
      rows.push([...row, field]);
      row = [];
      field = '';
    } else if (c !== '\r') field += c;
  }
  if (field !== '' || row.length > 0) rows.push([...row, field]);
  return rows;
}

/** The text of a file with these columns; a row is an object. */
export function toCsv(columns, rows) {
  const line = (values) => `${values.map(quote).join(',')}\n`;
  return line(columns) + rows.map((row) => line(columns.map((name) => row[name] ?? ''))).join('');
}

function quote(value) {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
