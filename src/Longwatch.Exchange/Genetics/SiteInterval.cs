using Longwatch.Genomics.Sites;

namespace Longwatch.Exchange.Genetics;

/// <summary>
/// The host bases that touch the joins of a site and what lies between: the target-site duplication where there is one, the lost bases with
/// their neighbours where there are some, one base where only one end was seen. Zero-based, end exclusive.
/// </summary>
internal readonly record struct SiteInterval(long Start, long End)
{
    internal static SiteInterval Of(IntegrationSite site)
    {
        if (site.Left is null && site.Right is null)
            return new(site.Position, site.Position + 1);
        var left = (site.Left ?? site.Right)!.HostPosition;
        var right = (site.Right ?? site.Left)!.HostPosition;
        return new(Math.Min(left, right), Math.Max(left, right) + 1);
    }
}
