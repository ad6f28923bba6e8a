using Longwatch.Portal.Accounts;
using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Assets;
using Longwatch.Portal.Shell.Errors;
using Longwatch.Portal.Shell.Requests;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longwatch.Portal;

/// <summary>What a host calls to serve the portal: services first, then the pipeline with every page.</summary>
public static class PortalHost
{
    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder, PortalOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.RequestBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestLineSize = 4 * 1024;
        });
        // The framework's own lines name addresses with their query; requests are told of by the shell, without it.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddRouting(routing => routing.LowercaseUrls = true);
        services.AddRazorComponents();
        services.AddSingleton<AssetStore>();
        services.AddPortalAccounts(options);
        services.AddAntiforgery(forgery => Guard(forgery, options));
        services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = 1024;
            form.KeyLengthLimit = 256;
            form.ValueLengthLimit = 64 * 1024;
            form.BufferBodyLengthLimit = options.RequestBodyBytes;
            form.MultipartBodyLengthLimit = options.RequestBodyBytes;
        });
        services.AddSingleton<Patients.Editable>();
        services.AddPortalApi();
        return builder;
    }

    /// <summary>The pipeline, and every page.</summary>
    public static WebApplication UsePortal(this WebApplication app) => app.UsePortal(null);

    /// <inheritdoc cref="UsePortal(WebApplication)"/>
    /// <param name="more">Further endpoints; tests have some.</param>
    internal static WebApplication UsePortal(this WebApplication app, Action<IEndpointRouteBuilder>? more)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = app.Services.GetRequiredService<PortalOptions>();
        if (options.TrustedProxies.Count > 0)
            app.UseForwardedHeaders(Forwarded(options));
        if (options.OverHttps)
            app.Use(
                (context, next) =>
                {
                    context.Request.Scheme = Uri.UriSchemeHttps; // the proxy speaks http with us; addresses and cookies are the browser's
                    return next(context);
                }
            );
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorPages>();
        if (options.External is not null)
            app.UseAuthentication(); // takes the way back from the outside provider; nobody is signed in by it
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<IdempotencyGate>();
        PortalEndpoints.Map(app);
        more?.Invoke(app);
        AccessGate.RequireEveryEndpointToSayWhoMayCallIt(((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints));
        return app;
    }

    /// <summary>Whose word about the caller's address counts: without it all callers behind a proxy would share one limit of attempts.</summary>
    private static ForwardedHeadersOptions Forwarded(PortalOptions options)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
        };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var proxy in options.TrustedProxies)
            forwarded.KnownProxies.Add(proxy);
        return forwarded;
    }

    private static void Guard(AntiforgeryOptions forgery, PortalOptions options)
    {
        forgery.FormFieldName = "forgery";
        forgery.HeaderName = "X-Forgery";
        forgery.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        forgery.Cookie.Name = PortalCookies.Name(options, "forgery");
        forgery.Cookie.SameSite = SameSiteMode.Strict;
        forgery.Cookie.HttpOnly = true;
        forgery.Cookie.Path = "/";
        forgery.Cookie.SecurePolicy = options.OverHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
    }
}
