FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /app
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet build -c Release
USER $APP_UID
ENTRYPOINT ["dotnet", "bin/Release/net8.0/Shop.dll"]

# obstacle: Not converted to several stages: The file has no `dotnet publish`, which makes a folder that runs without the SDK.