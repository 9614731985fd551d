using './main.bicep'

param botName = 'your-mlopsbot'
param host = 'bot.example.com'

// With an app registration of your own in the place of a managed identity:
// param identityType = 'SingleTenant'
// param appId = '00001111-aaaa-2222-bbbb-3333cccc4444'

// With a managed identity in Kubernetes:
// param clusterIssuer = 'https://oidc.example.com/00000000-0000-0000-0000-000000000000/'
// param clusterServiceAccount = 'mlopsbot:mlopsbot'
