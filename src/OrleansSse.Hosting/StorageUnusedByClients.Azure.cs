using OrleansSse.Hosting;

[assembly: RegisterProvider("AzureBlobStorage", "GrainStorage", "Client", typeof(StorageUnusedByClients))]
[assembly: RegisterProvider("AzureTableStorage", "GrainStorage", "Client", typeof(StorageUnusedByClients))]
