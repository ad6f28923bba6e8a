using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Longwatch.Exchange.Report;

namespace Longwatch.Portal.Shell.Assets;

/// <summary>The files that a browser asks for, out of the assemblies, each under an address that carries the hash of its content.</summary>
/// <remarks>The chart library is the one that reports carry: it comes from Longwatch.Exchange. Compressed once, at the first request.</remarks>
internal sealed class AssetStore
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] ChartLibrary = ["vega.min.js", "vega-lite.min.js", "vega-embed.min.js"];

    private readonly FrozenDictionary<string, Asset> _byName;

    public AssetStore()
    {
        const string prefix = "assets/";
        var own = typeof(AssetStore).Assembly;
        var assets = own.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Load(own, name, name[prefix.Length..]))
            .Concat(ChartLibrary.Select(name => Load(typeof(ReportWriter).Assembly, name, name)));
        _byName = assets.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);
    }

    /// <summary>Address of an asset; a name that does not exist is a bug.</summary>
    internal string Address(string name) => _byName[name].Address;

    /// <summary>Null when there is none, or when the hash is another one.</summary>
    internal Asset? Find(string hash, string name) => _byName.TryGetValue(name, out var asset) && asset.Hash == hash ? asset : null;

    private static Asset Load(Assembly assembly, string resource, string name)
    {
        using var stream =
            assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in {assembly.GetName().Name}.");
        var content = new byte[checked((int)stream.Length)];
        stream.ReadExactly(content);
        return new(name, content, Types[Path.GetExtension(name)]);
    }

    internal sealed class Asset(string name, byte[] content, string type)
    {
        private readonly Lazy<byte[]> _brotli = new(() => Compress(content));

        internal string Name { get; } = name;
        internal string Type { get; } = type;
        internal string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        internal string Address => $"/assets/{Hash}/{Name}";
        internal byte[] Content { get; } = content;
        internal byte[] Brotli => _brotli.Value;

        private static byte[] Compress(byte[] content)
        {
            using var packed = new MemoryStream();
            // Optimal, not SmallestSize: a quarter of a second against several at the first page, for a tenth of the bytes.
            using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
                brotli.Write(content);
            return packed.ToArray();
        }
    }
}
