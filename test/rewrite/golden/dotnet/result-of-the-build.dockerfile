FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /app
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release
USER $APP_UID
ENTRYPOINT ["dotnet", "bin/Release/net8.0/Shop.dll"]

# obstacle: Not converted to several stages: The container starts /app/bin/Release/net8.0/Shop.dll, which the build leaves beside the sources: start what `dotnet publish` makes, then the SDK can stay behind.