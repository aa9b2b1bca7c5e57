export { type CatalogLine, readCatalog } from '../catalog.ts'
export { insertRows } from './insert-rows.ts'
export { createTestDatabase, type TestDatabase } from './test-database.ts'
