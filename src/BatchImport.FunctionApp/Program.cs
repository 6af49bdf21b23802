using BatchImport;
using BatchImport.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddBatchImport(builder.Configuration);
builder.Services.AddFunctionServices();
builder.Build().Run();
