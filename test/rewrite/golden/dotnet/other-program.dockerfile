FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Store.dll"]

# obstacle: Not converted to several stages: The container starts /app/publish/Store.dll, and nothing shows that `dotnet publish` makes it (it writes to /app/publish).