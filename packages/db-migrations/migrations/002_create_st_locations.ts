import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '../src/authoring/v1/cache-table.ts'

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_locations',
    comment: 'Service locations: where a customer has work done.',
    columns: {
      customer_id: ['bigint', 'The customer that the location belongs to (API: customerId).'],
      name: ['text', 'Name of the location (API: name).'],
      name_key: [
        'text',
        'Derived: the first 100 characters of the name in lower case, to search by.',
        'lower(left(name, 100))',
      ],
      address_street: ['text', 'Street and number (API: address.street).'],
      address_unit: ['text', 'Unit or apartment (API: address.unit).'],
      address_city: ['text', 'City (API: address.city).'],
      address_state: ['text', 'State or province, as entered (API: address.state).'],
      address_zip: ['text', 'Postal code, as entered (API: address.zip).'],
      address_country: ['text', 'Country, as entered (API: address.country).'],
      latitude: [
        'double precision',
        'Degrees, -90 to 90; NULL when unknown or out of range (API: address.latitude).',
      ],
      longitude: [
        'double precision',
        'Degrees, -180 to 180; NULL when unknown or out of range (API: address.longitude).',
      ],
      phone: [
        'text',
        "First phone number of the location's contacts; not part of the API's location record.",
      ],
      email: [
        'text',
        "First e-mail address of the location's contacts; not part of the API's location record.",
      ],
      zone_id: ['bigint', 'Dispatch zone (API: zoneId).'],
      tax_zone_id: ['bigint', 'Tax zone (API: taxZoneId).'],
      tax_exempt: ['boolean', 'Whether sales tax is waived (API: taxExempt).'],
      merged_to_id: ['bigint', 'The location that this one was merged into (API: mergedToId).'],
      tag_type_ids: ['bigint[]', 'Tags on the location (API: tagTypeIds).'],
    },
    indexes: [
      {
        name: 'st_locations_customer_idx',
        columns: ['tenant_id', 'customer_id'],
        query: 'the locations of a customer',
      },
      {
        name: 'st_locations_position_idx',
        columns: ['tenant_id', 'latitude', 'longitude'],
        query: 'locations within a bounding box, for those near a point',
      },
      {
        name: 'st_locations_zip_idx',
        columns: ['tenant_id', 'address_zip'],
        query: 'locations by postal code',
      },
      {
        name: 'st_locations_zone_idx',
        columns: ['tenant_id', 'zone_id'],
        query: 'locations of a dispatch zone',
      },
      {
        name: 'st_locations_name_idx',
        columns: ['tenant_id', { name: 'name_key', opclass: { name: 'text_pattern_ops' } }],
        query: 'locations by the beginning of the name, whatever the case (name_key ^@)',
      },
    ],
  })
}

export function down(pgm: MigrationBuilder): void {
  dropCacheTable(pgm, 'st_locations')
}
