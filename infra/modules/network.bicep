// The virtual network: one subnet for the app, one for the private endpoints it reaches.

@description('Name of the network.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Address space.')
param addressPrefix string

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'app' // Flex Consumption wants the delegation; underscores in the name are not allowed there.
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 0)
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: cidrSubnet(addressPrefix, 24, 1) }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

@description('Resource id.')
output id string = network.id

@description('The app\'s subnet.')
output appSubnetId string = network::app.id

@description('The private endpoints\' subnet.')
output endpointSubnetId string = network::endpoints.id
