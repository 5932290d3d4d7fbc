FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /app
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet build -c Release
CMD ["dotnet", "run"]

# obstacle: Not converted to several stages: `dotnet run` builds the program when the container starts and takes settings from launchSettings.json: publish it with `dotnet publish` and start its .dll, then the SDK can stay behind.