// The private endpoints of everything that has a public one to close.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('The virtual network.')
param networkId string

@description('The endpoints\' subnet.')
param subnetId string

@description('The storage account.')
param storageId string

@description('The Redis cache.')
param redisId string

@description('The key vault.')
param vaultId string

var targets = [
  { name: 'blob', serviceId: storageId, groupId: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { name: 'queue', serviceId: storageId, groupId: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}' }
  { name: 'table', serviceId: storageId, groupId: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
  { name: 'redis', serviceId: redisId, groupId: 'redisEnterprise', zone: 'privatelink.redis.azure.net' }
  { name: 'vault', serviceId: vaultId, groupId: 'vault', zone: 'privatelink.vaultcore.azure.net' }
]

module endpoints 'endpoint.bicep' = [
  for target in targets: {
    params: {
      name: 'pe-${target.name}'
      location: location
      tags: tags
      networkId: networkId
      subnetId: subnetId
      serviceId: target.serviceId
      groupId: target.groupId
      zoneName: target.zone
    }
  }
]
