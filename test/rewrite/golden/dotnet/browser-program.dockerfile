FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY Shop.csproj ./
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app/publish
WORKDIR /app/publish
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]

# obstacle: Not converted to several stages: Shop.csproj makes a program for the browser, whose files a web server has to hand out.