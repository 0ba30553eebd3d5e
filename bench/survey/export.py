"""Classifiers of torchvision and timm, with seeded random weights, as ONNX files: python export.py FOLDER [FIRST LAST].

Needs torch, torchvision, timm, onnx and onnxscript. A file is named LIBRARY.MODEL.EXPORTER.OPSET.onnx; one that is there is
not exported again. What cannot be exported is written to FOLDER/failed.txt."""
import pathlib, sys, warnings
import torch

# torchvision's own operators may be built for another torch; classifiers need none of them, but importing it does.
operators = torch.library.Library("torchvision", "FRAGMENT")
for operator in ("nms", "qnms"):
    operators.define(operator + "(Tensor boxes, Tensor scores, float threshold) -> Tensor")

import timm, torchvision

warnings.filterwarnings("ignore")
torch.backends.mha.set_fastpath_enabled(False)
TORCHVISION = """resnet18 vgg11_bn:224 densenet121 mobilenet_v2 mobilenet_v3_small efficientnet_b0 squeezenet1_1
shufflenet_v2_x0_5 googlenet inception_v3:299 regnet_y_400mf convnext_tiny vit_b_16:224 swin_t swin_v2_t mnasnet0_5
maxvit_t:224 alexnet:224 resnext50_32x4d wide_resnet50_2 regnet_x_400mf efficientnet_v2_s mobilenet_v3_large vgg11:224
squeezenet1_0 shufflenet_v2_x1_0 resnet50""".split()
TIMM = """vit_tiny_patch16_224:224 deit_tiny_patch16_224:224 swin_tiny_patch4_window7_224:224 convmixer_768_32 mixer_s32_224:224
resmlp_12_224:224 ghostnet_050 repvgg_a0 coatnet_nano_rw_224:224 levit_128s:224 edgenext_xx_small mobilevit_xxs:256
mobilevitv2_050:256 poolformer_s12 res2net50_14w_8s hrnet_w18_small dla34 dm_nfnet_f0 tresnet_m xception41 cspresnet50
cspdarknet53 resnest14d skresnet18 sknet:skip selecsls42b legacy_seresnet18 seresnet50 ecaresnet26t gernet_s
rexnet_100 hardcorenas_a fbnetc_100 spnasnet_100 mnasnet_small tinynet_e mixnet_s lcnet_050 mobilenetv4_conv_small
mobilenetv4_hybrid_medium fastvit_t8:256 mobileone_s0 efficientformer_l1:224 efficientformerv2_s0:224 tiny_vit_5m_224:224
crossvit_tiny_240:240 cait_xxs24_224:224 xcit_nano_12_p16_224:224 pit_ti_224:224 twins_svt_small:224 pvt_v2_b0
visformer_tiny:224 convit_tiny:224 coat_tiny:224 gcvit_xxtiny:224 maxvit_rmlp_pico_rw_256:256 nest_tiny:224
sequencer2d_s:224 gmlp_s16_224:224 gmixer_24_224:224 convnext_atto convnextv2_atto inception_next_tiny
caformer_s18:224 convformer_s18:224 focalnet_tiny_srf davit_tiny:224 volo_d1_224:224 repghostnet_050 ghostnetv2_100
repvit_m0_9 resnetv2_50 nf_regnet_b0 nf_resnet26 regnety_002 regnetx_002 regnetz_005 darknet17:256 cs3darknet_s
vovnet39a ese_vovnet19b_dw dpn48b dpn68 inception_v4:299 inception_resnet_v2:299 xception65 nasnetalarge:331
pnasnet5large:331 efficientnet_lite0 efficientnet_es tf_efficientnet_b0 tf_efficientnetv2_b0 tf_mobilenetv3_small_100
tf_mixnet_s mobilenetv3_small_050 mobilenetv1_100 resnetblur50 resnetaa50 botnet26t_256:256 halonet26t:256
lambda_resnet26t:256 haloregnetz_b:224 eca_botnext26ts_256:256 bat_resnext26ts:256 lamhalobotnet50ts_256:256 sehalonet33ts:256
gcresnet33ts gcresnext26ts eca_resnet33ts seresnet33ts resnet26t resnet18d densenetblur121d hgnet_tiny hgnetv2_b0
mambaout_femto starnet_s1 shvit_s1:224 swiftformer_xs:224 starnet_s2 rdnet_tiny hiera_tiny_224:224 mvitv2_tiny:224 beit_base_patch16_224:224
eva02_tiny_patch14_224:224 swinv2_tiny_window8_256:256 swinv2_cr_tiny_224:224 csatv2:skip samvit_base_patch16_224:224
test_vit:160 test_resnet test_efficientnet test_convnext test_mambaout test_nfnet vit_tiny_r_s16_p8_224:224
vit_relpos_small_patch16_224:224 flexivit_small:240 deit3_small_patch16_224:224 nextvit_small:224 mobilevit_xs:256
resnet18 efficientvit_b0 efficientvit_m0:224 fasternet_t0""".split()


class Scores(torch.nn.Module):
    """The scores alone: some models answer with more."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        y = self.model(x)
        return y if torch.is_tensor(y) else y[0]


def make(library, name, size):
    torch.manual_seed(0)
    if library == "torchvision":
        more = {"init_weights": False, "transform_input": False} if name in ("googlenet", "inception_v3") else {}
        model = torchvision.models.get_model(name, weights=None, **more)
    else:
        model = timm.create_model(name, pretrained=False, exportable=True)
    model.eval()
    for module in model.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    for parameter in model.parameters():
        if parameter.dim() > 1 and not parameter.any():
            torch.nn.init.normal_(parameter, 0, 0.02)
    return Scores(model).eval(), torch.rand(2, 3, size, size)


def main(folder, first=0, last=10**6):
    folder.mkdir(parents=True, exist_ok=True)
    listed = [(library, *(word + ":96").split(":")[:2]) for library, words in
              (("torchvision", TORCHVISION), ("timm", TIMM)) for word in words if not word.endswith(":skip")]
    for number, (library, name, size) in list(enumerate(listed))[first:last]:
        for exporter, opset in (("dynamo", 18 if number % 2 else 20), ("script", 17 if number % 2 else 14)):
            path = folder / f"{library}.{name}.{exporter}.{opset}.onnx"
            if path.exists():
                continue
            try:
                model, x = make(library, name, int(size))
                with torch.no_grad():
                    if exporter == "dynamo":
                        batch = torch.export.Dim("n", min=1, max=4096)
                        torch.onnx.export(model, (x,), path, dynamo=True, opset_version=opset, external_data=False,
                                          dynamic_shapes=({0: batch},), verbose=False)
                    else:
                        torch.onnx.export(model, (x,), path, dynamo=False, opset_version=opset,
                                          input_names=["x"], dynamic_axes={"x": {0: "n"}})
                print(path.name, flush=True)
            except Exception as failure:
                with open(folder / "failed.txt", "a") as failed:
                    failed.write(f"{path.name}\t{type(failure).__name__}: {str(failure).splitlines()[0][:200] if str(failure) else ''}\n")
                print(path.name, "FAILED", type(failure).__name__, flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:]))
