// Writes rows.parquet from rows.csv, with Snappy and dictionaries: npm install hyparquet-writer && node rows.mjs rows.csv rows.parquet
import { parquetWriteFile } from 'hyparquet-writer'
import { readFileSync } from 'node:fs'

const [, , from, to] = process.argv
const [header, ...rows] = readFileSync(from, 'utf8').trim().split('\n').map(fields)
const types = { age: 'INT64', 'hours-per-week': 'INT32', confidence: 'DOUBLE' }

/** The fields of a line; those in quotes may hold commas and doubled quotes. */
function fields(line) {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain)
}

function value(text, type) {
  if (text === '') return null
  return type === 'INT64' ? BigInt(text) : type ? Number(text) : text
}

const columnData = header.map((name, place) => ({
  name, type: types[name] ?? 'STRING', nullable: true, data: rows.map(row => value(row[place], types[name])),
}))
parquetWriteFile({ filename: to, columnData, rowGroupSize: 200 })
