using Longwatch.Registry.Access;

namespace Longwatch.Portal.Shell.Access;

/// <summary>Who calls: null when nobody is signed in. Set as a service by sign-in, and by tests.</summary>
internal delegate ValueTask<Caller?> CallerOf(HttpContext context);

internal static class CallerOfRequest
{
    /// <summary>The signed-in caller, or null on pages that anyone may see.</summary>
    internal static Caller? CallerOrNull(this HttpContext context) => context.Features.Get<Caller>();

    /// <summary>The signed-in caller; asking on a page that anyone may see is a bug.</summary>
    internal static Caller Caller(this HttpContext context) =>
        context.CallerOrNull() ?? throw new InvalidOperationException("Nobody is signed in on this page.");
}
