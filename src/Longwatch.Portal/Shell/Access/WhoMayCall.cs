using Longwatch.Registry.Access;

namespace Longwatch.Portal.Shell.Access;

/// <summary>Metadata of every endpoint. Without one the portal does not start, so that a forgotten rule cannot open a page.</summary>
internal abstract record WhoMayCall
{
    private WhoMayCall() { }

    /// <summary>Also without sign-in: assets, sign-in itself.</summary>
    internal sealed record Anyone : WhoMayCall;

    /// <summary>Everybody with an account: own sessions, the choice of theme.</summary>
    internal sealed record SignedIn : WhoMayCall;

    /// <summary>Who holds the permission at one centre at least; which records they see is the use case's to decide.</summary>
    internal sealed record With(Permission Permission) : WhoMayCall;
}

internal static class WhoMayCallExtensions
{
    internal static TBuilder Anyone<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new WhoMayCall.Anyone());

    internal static TBuilder SignedIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new WhoMayCall.SignedIn());

    internal static TBuilder Needs<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new WhoMayCall.With(permission));
}
