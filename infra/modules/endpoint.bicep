// One private endpoint, with the DNS zone that leads to it.

@description('Name of the endpoint.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('The virtual network.')
param networkId string

@description('The endpoint\'s subnet.')
param subnetId string

@description('What the endpoint leads to.')
param serviceId string

@description('Which part of it.')
param groupId string

@description('The DNS zone, as Azure documents it for the service ("Azure Private Endpoint private DNS zone values").')
param zoneName string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneName
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'link'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: networkId }
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [{ name: name, properties: { privateLinkServiceId: serviceId, groupIds: [groupId] } }]
  }

  resource records 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: name, properties: { privateDnsZoneId: zone.id } }]
    }
  }
}
